import { describeEstimator } from "../testing/estimator-conformance.ts";
import { gaussianMixture } from "./gaussian-mixture.ts";

describeEstimator(() => gaussianMixture({}));
