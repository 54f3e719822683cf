/**
 * What is optimized: families of nonlinear least-squares problems with known zeros, and convex
 * functions with exact constants, as plain JSON instances, the arbitraries that draw them, and the
 * constants that local claims speak of.
 *
 * @module
 */

export type {
  Arithmetic,
  ElementwiseFunction,
  IndexRange,
  SingularValueDecomposition,
  SymmetricEigendecomposition,
} from "../lib/arithmetic/mod.ts";

/** What instances of linear models speak in. */
export type * from "../lib/convex/mod.ts";

/** How fast-check generates and shrinks instances. */
export { type Arbitrary, constant, type Random, type Value } from "../lib/fast_check/mod.ts";
export { type LeastSquares, type LeastSquaresOver, residualMapOver } from "./least_squares.ts";
export {
  leastSquares,
  leastSquaresFamilies,
  type LeastSquaresFamily,
  type LeastSquaresInstance,
  leastSquaresInstances,
  type LeastSquaresOptions,
} from "./instances.ts";
export type { InstanceOptions } from "./instance_options.ts";
export { linear, type LinearInstance, linearInstances } from "./linear.ts";
export { type SphereBlock, spheres, type SpheresInstance, spheresInstances } from "./spheres.ts";
export { quadric, type QuadricInstance, quadricInstances } from "./quadric.ts";
export { graph, type GraphInstance, graphInstances } from "./graph.ts";
export {
  composition,
  type CompositionInstance,
  compositionInstances,
  smoothFunction,
} from "./composition.ts";
export type { SmoothFunction, SmoothFunctionKind } from "./smooth_functions.ts";
export { type HiddenUnit, network, type NetworkInstance, networkInstances } from "./network.ts";
export {
  type DeepNetwork,
  deepNetwork,
  type DeepNetworkInstance,
  deepNetworkInstances,
  type DeepNetworkLayer,
  type DeepNetworkMap,
  deepNetworkOn,
  type DeepNetworkOptions,
} from "./deep_network.ts";
export {
  type PoissonNetwork,
  poissonNetwork,
  type PoissonNetworkOptions,
  poissonNetworkValues,
} from "./poisson_network.ts";
export { poissonTraining, type PoissonTrainingOptions } from "./poisson_training.ts";
export { regressionTraining, type RegressionTrainingOptions } from "./regression_training.ts";
export {
  type LearningRate,
  learningRateAt,
  type TrainingLook,
  type TrainingMilestones,
  trainingMilestones,
  type TrainingOptions,
} from "./training.ts";
export {
  conditionNumberAtZero,
  nearestZero,
  objectiveHessian,
  smoothnessConstant,
} from "./local.ts";
export {
  type SpectralMatrix,
  spectralMatrix,
  type SpectralMatrixOptions,
  spectralMatrixRows,
} from "./matrix.ts";
export {
  type ConvexFunction,
  convexFunction,
  type ConvexFunctionInstance,
  type ConvexFunctionOptions,
  type ConvexStart,
  convexStarts,
  type ConvexTerm,
  type ConvexTermKind,
  LIPSCHITZ_TERMS,
  SMOOTH_TERMS,
} from "./convex_functions.ts";
export {
  type MonotoneOperator,
  monotoneOperator,
  type MonotoneOperatorInstance,
  type MonotoneStart,
  monotoneStarts,
  type RotationBlock,
} from "./monotone_operators.ts";
export {
  type ConstrainedFunction,
  constrainedFunction,
  type ConstrainedInstance,
  type ConstrainedOptions,
  constrainedStarts,
  type ConstraintSet,
  constraintSet,
  type ConstraintSetInstance,
  oracleTrajectories,
  type OracleTrajectory,
} from "./constraint_sets.ts";
export {
  descentTrajectories,
  type DescentTrajectory,
  type DescentTrajectoryOptions,
  type InterpolatedFunction,
  interpolatedFunction,
  type InterpolatedFunctionInstance,
  type InterpolationPoint,
} from "./interpolated_functions.ts";
export {
  type ScalarConvexFunction,
  scalarConvexFunction,
  type ScalarConvexInstance,
  scalarConvexInstances,
  type ScalarConvexOptions,
  sumOfScalarConvex,
} from "./scalar_convex.ts";
export { type Regret, regretOfLinearLosses, regretOfScalarLosses } from "./online_regret.ts";
export { type StepSizeDescriptionOptions, stepSizeDescriptions } from "./step_sizes.ts";
export type {
  GradientMap,
  Linearization,
  ResidualMap,
  StepSizeDescription,
  StepSizeKind,
} from "../lib/optimizers/mod.ts";
export {
  type ElementaryPart,
  type NonexpansiveMap,
  nonexpansiveMap,
  type NonexpansiveMapInstance,
  type NonexpansivePart,
  type NonexpansiveStart,
  nonexpansiveStarts,
} from "./nonexpansive_maps.ts";
export {
  type GradientDominatedFunction,
  gradientDominatedFunction,
  type GradientDominatedInstance,
  type GradientDominatedStart,
  gradientDominatedStarts,
  type PiecewiseQuadratic,
  type PiecewiseQuadraticSide,
} from "./gradient_dominated.ts";
export {
  type DependenceOnStepSize,
  type DistanceToSolutions,
  type DualSpaceExperiment,
  dualSpaceExperiment,
  type DualSpaceExperimentOptions,
  type ExperimentLimit,
} from "./dual_space_experiment.ts";
export {
  type BoundedGradientInstance,
  type BoundedGradientPoint,
  type BoundedGradientProblem,
  boundedGradientProblem,
  type BoundedTerm,
} from "./bounded_gradient.ts";
export {
  californiaHousing,
  HOUSING_FEATURES,
  HOUSING_ROWS,
  HOUSING_TARGET,
  type RegressionData,
  standardizedSubset,
  syntheticHousing,
} from "./california_housing.ts";
export {
  type GaussNewtonCurve,
  gaussNewtonCurves,
  gaussNewtonExperiment,
  type GaussNewtonExperimentOptions,
  type GaussNewtonLook,
  type GaussNewtonRun,
  type GaussNewtonSetting,
  timeToRisk,
} from "./gauss_newton_experiment.ts";
export { loadMinimumNormSolver, type MinimumNorm, type MinimumNormSolver } from "./minimum_norm.ts";
export {
  lossDescriptions,
  type LossOptions,
  type OverparameterizedLinear,
  overparameterizedLinear,
  type OverparameterizedLinearInstance,
  overparameterizedLinearInstances,
  type OverparameterizedLinearOptions,
  potentialDescriptions,
  type PotentialOptions,
  relativeStepSizes,
  stepSizeFrom,
} from "./overparameterized_linear.ts";
export {
  type BasisDescription,
  fitForm,
  fitOrthogonal,
  type GaussianLinearRegression,
  gaussianLinearRegression,
  type GaussianLinearRegressionInstance,
  gaussianLinearRegressionInstances,
  type GaussianLinearRegressionOptions,
  mostlySmallDimension,
  type OrthogonalDescription,
  orthogonalDescriptions,
  orthogonalRows,
  type SampledLoss,
  sampledLoss,
  type SampleMoments,
  sampleMoments,
  type SpectralForm,
  spectralFormRows,
  spectralForms,
  type StochasticStep,
} from "./gaussian_linear_regression.ts";
/** What simulations take and estimate. */
export type {
  BinomialBoundOptions,
  Estimate,
  MeanSequenceOptions,
  RandomStream,
} from "../lib/statistics/mod.ts";
export {
  type BasinDescription,
  basinDescriptions,
  type BasinOptions,
  type LocalBasin,
  localBasin,
  type SphereDescription,
  type WellDescription,
} from "./local_basins.ts";
export {
  conditionalMean,
  type ConditionalMeanOptions,
  type ExitTimes,
  type ExitTimesOptions,
  simulateExitTimes,
  survivalBound,
} from "./exit_times.ts";
export {
  fitMetric,
  type Metric,
  metric,
  type MetricDescription,
  metricDescriptions,
  type MetricOptions,
  type MetricStep,
  metricStep,
} from "./metric.ts";
export {
  boundOnFloor,
  type Deflation,
  type DeflationCurve,
  deflationDiagnostic,
  type DeflationDiagnosticOptions,
  type DeflationLook,
  deflationsOf,
  type DiagnosticModel,
  diagnosticStep,
  type DiagonalMoments,
  expectedLosses,
  type FloorConstants,
  logUniformSpectrum,
  metricValues,
  steadyStateLoss,
} from "./deflation_diagnostic.ts";
export {
  type MetricObjective,
  metricObjective,
  type MetricObjectiveInstance,
  metricObjectiveInstances,
  type MetricObjectiveOptions,
  type MetricObjectiveOver,
  type MetricTerm,
  type MetricTermShape,
} from "./metric_objectives.ts";
export {
  type AdditiveNoise,
  biasBounds,
  type BiasDescription,
  biasRows,
  drawFromLaw,
  fitNoise,
  type GradientNoiseDescription,
  type GradientNoiseOptions,
  gradientNoises,
  lawOutcomes,
  type MultiplicativeNoise,
  type NoiseLaw,
  type Outcome,
} from "./gradient_noise.ts";
export {
  type FiniteSumInstance,
  finiteSums,
  type LogCoshTerm,
  type MomentBounds,
  type MomentModel,
  type StochasticMap,
  type StochasticProblem,
  stochasticProblem,
  type StochasticProblemInstance,
  type StochasticQuadraticInstance,
  type StochasticQuadraticOptions,
  stochasticQuadratics,
} from "./stochastic_quadratic.ts";
export {
  allPaths,
  expectedValues,
  expectedValuesAt,
  type MomentMap,
  momentMap,
  type MomentState,
  type PathExpectations,
  simulatedValues,
  type SteadyState,
  steadyState,
  stepsWithin,
} from "./exact_moments.ts";
export { type BlockCovariance, blockCovariance, blockSum } from "./block_covariance.ts";
export {
  logistic,
  logit,
  powerLawProbabilities,
  type ReparameterizedLogistic,
  reparameterizedLogistic,
  type ReparameterizedLogisticInstance,
} from "./reparameterized_logistic.ts";
export {
  type SoftmaxRegression,
  softmaxRegression,
  type SoftmaxRegressionInstance,
} from "./softmax_regression.ts";
export {
  type Activation,
  activation,
  type ActivationKind,
  activationKinds,
} from "./activations.ts";
export {
  estimateJacobianLipschitz,
  type LipschitzEstimateOptions,
  type SmoothMap,
} from "./smooth_map.ts";
export {
  antisymmetricInitialization,
  initialOutputs,
  type OneHiddenLayerNetwork,
  oneHiddenLayerNetwork,
  type OneHiddenLayerNetworkInstance,
} from "./one_hidden_layer_network.ts";
export {
  type MapDimensions,
  smoothMap,
  type SmoothMapBlock,
  type SmoothMapInstance,
} from "./smooth_maps.ts";
export {
  type StronglyConvexLoss,
  stronglyConvexLoss,
  type StronglyConvexLossShape,
} from "./strongly_convex_losses.ts";
export {
  type CompositeObjective,
  compositeObjective,
  lowestOnBall,
  type LowestOnBallOptions,
} from "./composite_objective.ts";
export {
  conditionNumberAtStart,
  confirmMinimizer,
  gaussNewtonMap,
  type GaussNewtonMapInstance,
  mapDimensions,
  type MinimizerConfirmation,
  type OverparameterizedInstance,
  type OverparameterizedProblem,
  overparameterizedProblem,
  type Placement,
  printedScaling,
  relativeCurvature,
  scaledDifference,
  type ScalingClaim,
  type ScalingDescription,
  type UnderparameterizedInstance,
  type UnderparameterizedProblem,
  underparameterizedProblem,
} from "./gauss_newton_instances.ts";
export {
  type GaussNewtonMapOptions,
  overparameterizedInstances,
  type OverparameterizedOptions,
  underparameterizedInstances,
  type UnderparameterizedModel,
  underparameterizedModels,
  type UnderparameterizedOptions,
} from "./gauss_newton_arbitraries.ts";
export { exactly } from "../lib/fast_check/exactly.ts";
export {
  cycle,
  magnitude,
  type MagnitudeOptions,
  nonzeroNumber,
  nonzeroVector,
  PERIOD,
  periodicVectors,
  realNumber,
  type RealNumberOptions,
  spectrum,
  type SpectrumOptions,
  vectorOf,
} from "./arbitraries.ts";
