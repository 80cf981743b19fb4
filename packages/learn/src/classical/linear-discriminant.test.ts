import { describeEstimator } from "../testing/estimator-conformance.ts";
import { linearDiscriminant } from "./linear-discriminant.ts";

describeEstimator(() => linearDiscriminant());
