/**
 * What the native backend is made of, with the versions and hashes that were tried together.
 *
 * @module
 */

/** The npm packages: the backend with its addon's C++, and Node's headers. `sources/deno.lock` has their hashes. */
export const NPM_PACKAGES = {
  backend: "npm:@tensorflow/tfjs-node@4.22.0",
  messages: "npm:google-protobuf@3.21.4",
  headers: "npm:node-api-headers@1.9.0",
} as const;

/** The package whose own installer is run where the recipe does not serve. */
export const INSTALLER: string = NPM_PACKAGES.backend;

/**
 * The Python package whose wheel holds TensorFlow's libraries and headers. Of what was tried, 2.18.0
 * computes a less accurate logistic function, and the wheel of 2.9.1 lacks a library.
 */
export const WHEEL = {
  requirement: "tensorflow-cpu==2.15.1",
  sha256: "54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26",
  megabytes: 207,
  /** The interpreter and system that it is made for; no Python of that version is needed. */
  target: [
    "--implementation=cp",
    "--python-version=3.11",
    "--platform=manylinux_2_17_x86_64",
  ],
  libraries: [
    "tensorflow/libtensorflow_cc.so.2",
    "tensorflow/libtensorflow_framework.so.2",
  ],
  headers: [
    "tensorflow/include/tensorflow/c/",
    "tensorflow/include/tensorflow/core/platform/",
    "tensorflow/include/tsl/c/",
    "tensorflow/include/tsl/platform/",
  ],
} as const;

/** The addon's sources, in the package of the backend. */
export const ADDON_SOURCES = ["binding/tfjs_backend.cc", "binding/tfjs_binding.cc"] as const;

/** How the addon is compiled; it finds the libraries from where it lies. */
export const COMPILER_FLAGS = [
  "-O2",
  "-std=c++17",
  "-fPIC",
  "-shared",
  "-DNAPI_VERSION=8",
  "-Wl,-rpath,$ORIGIN/../../deps/lib",
] as const;
