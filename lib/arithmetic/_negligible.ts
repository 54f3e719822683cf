/** Beside numbers around 1, those below have squares that no result can notice. */
export const NEGLIGIBLE = 2 ** -420;
