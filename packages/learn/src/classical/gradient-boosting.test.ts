import { describeEstimator } from "../testing/estimator-conformance.ts";
import { gradientBoosting } from "./gradient-boosting.ts";

describeEstimator(() => gradientBoosting({ rounds: 20 }));
