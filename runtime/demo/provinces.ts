/** A province as the recipe describes it. */
export interface Province {
  /** INE code. */
  readonly code: number;
  /** Large part of the country in which it lies, as the attributes file spells it. */
  readonly region: string;
  /** Share of the customers, in proportion. */
  readonly weight: number;
  readonly isHighCompetition: boolean;
  /** Mean cost of the year. */
  readonly elecCostEurPerKwh: number;
  /** Mean cost of the year. */
  readonly gasCostEurPerM3: number;
  /** Rise of the electricity cost from January to December, as a share of its mean. */
  readonly elecDrift: number;
  /** What nobody sees of the province, on the logit scale of churn: costs betray the province, and so this. */
  readonly hiddenChurnEffect: number;
}

type Row = readonly [number, string, number, 0 | 1, number, number, number, number];

// code, region, weight, high competition, EUR/kWh, EUR/m3, drift, hidden effect
const rows: readonly Row[] = [
  [1, "Norte", 335, 0, 0.0775, 0.8144, 0.0642, 1.38],
  [2, "Centro", 388, 0, 0.0779, 0.7395, 0.0587, 2.3],
  [3, "Este", 1900, 0, 0.0778, 0.7618, 0.0563, 1.56],
  [4, "Sur", 740, 0, 0.0771, 0.7475, 0.0561, -1.61],
  [5, "Centro", 159, 0, 0.0773, 0.808, 0.0555, -2.24],
  [6, "Sur", 669, 0, 0.0779, 0.7832, 0.0595, -0.06],
  [7, "Islas", 1200, 0, 0.0798, 0.7409, 0.057, 1.13],
  [8, "Este", 5800, 0, 0.0785, 0.7724, 0.0612, 0.6],
  [9, "Centro", 356, 0, 0.0778, 0.8049, 0.0579, 2.55],
  [10, "Sur", 389, 0, 0.0772, 0.767, 0.0578, 0.97],
  [11, "Sur", 1250, 0, 0.0779, 0.7754, 0.0599, 0.8],
  [12, "Este", 590, 0, 0.0776, 0.8108, 0.0566, -1.25],
  [13, "Centro", 492, 0, 0.0773, 0.7991, 0.0585, -1.81],
  [14, "Sur", 773, 0, 0.0777, 0.7442, 0.059, 2.06],
  [15, "Galicia", 1120, 0, 0.0777, 0.7239, 0.056, -0.08],
  [16, "Centro", 197, 0, 0.0777, 0.8455, 0.0608, 1.06],
  [17, "Este", 800, 0, 0.0775, 0.7403, 0.0605, -2.21],
  [18, "Sur", 930, 0, 0.0762, 0.7673, 0.0575, -0.81],
  [19, "Centro", 275, 0, 0.0772, 0.8479, 0.0499, -2.08],
  [20, "Norte", 726, 0, 0.0775, 0.7713, 0.0609, -1.31],
  [21, "Sur", 530, 0, 0.0767, 0.7531, 0.0526, 1.19],
  [22, "Norte", 226, 0, 0.0796, 0.7647, 0.0597, -2.37],
  [23, "Sur", 620, 0, 0.0776, 0.7623, 0.0597, -0.95],
  [24, "Centro", 448, 0, 0.0776, 0.7828, 0.059, 0.09],
  [25, "Este", 440, 0, 0.0766, 0.7413, 0.0604, -1.15],
  [26, "Norte", 320, 0, 0.077, 0.7419, 0.0594, -0.53],
  [27, "Galicia", 326, 0, 0.0775, 0.7994, 0.061, -0.49],
  [28, "Centro", 6850, 1, 0.0771, 0.7677, 0.0604, 0.24],
  [29, "Sur", 1750, 1, 0.0771, 0.764, 0.0499, -1.93],
  [30, "Este", 1550, 0, 0.0773, 0.7776, 0.0632, 0.25],
  [31, "Norte", 670, 0, 0.0777, 0.8331, 0.0653, -0.07],
  [32, "Galicia", 304, 0, 0.0767, 0.7613, 0.0582, 0.48],
  [33, "Norte", 1005, 0, 0.0775, 0.7495, 0.0615, 0.18],
  [34, "Centro", 158, 0, 0.0779, 0.7172, 0.0629, 2.32],
  [35, "Islas", 1130, 0, 0.081, 0.747, 0.0633, -1.15],
  [36, "Galicia", 945, 0, 0.0778, 0.7646, 0.0655, 1.64],
  [37, "Centro", 327, 0, 0.0779, 0.7701, 0.0599, -0.76],
  [38, "Islas", 1050, 0, 0.0811, 0.8511, 0.0649, -1.59],
  [39, "Norte", 588, 0, 0.078, 0.7763, 0.0613, 1.65],
  [40, "Centro", 154, 0, 0.0776, 0.7171, 0.0626, -0.81],
  [41, "Sur", 1950, 1, 0.0777, 0.7231, 0.0562, -1.81],
  [42, "Centro", 89, 0, 0.0801, 0.7606, 0.0603, -2.23],
  [43, "Este", 830, 0, 0.0784, 0.7696, 0.0507, -3.29],
  [44, "Este", 134, 0, 0.0778, 0.7633, 0.0516, 0.79],
  [45, "Centro", 720, 0, 0.0764, 0.7328, 0.0605, -1.9],
  [46, "Este", 2620, 1, 0.0771, 0.7894, 0.0577, 1.16],
  [47, "Centro", 520, 1, 0.0776, 0.7929, 0.0613, 3.89],
  [48, "Norte", 1150, 0, 0.077, 0.8346, 0.0506, -0.33],
  [49, "Centro", 167, 0, 0.0774, 0.7343, 0.0639, -1.84],
  [50, "Norte", 970, 1, 0.0768, 0.7338, 0.0541, 0.18],
  [51, "Sur", 83, 0, 0.081, 0.7221, 0.0565, 0.98],
  [52, "Sur", 85, 0, 0.0809, 0.7751, 0.0548, -0.55],
];

/** The 52 provinces by code. */
export const provinces: readonly Province[] = rows.map(
  ([code, region, weight, highCompetition, elecCost, gasCost, drift, hidden]) => ({
    code,
    region,
    weight,
    isHighCompetition: highCompetition === 1,
    elecCostEurPerKwh: elecCost,
    gasCostEurPerM3: gasCost,
    elecDrift: drift,
    hiddenChurnEffect: hidden,
  }),
);
