import { describeEstimator } from "../testing/estimator-conformance.ts";
import { logisticRegression } from "./logistic-regression.ts";

describeEstimator(() => logisticRegression());
