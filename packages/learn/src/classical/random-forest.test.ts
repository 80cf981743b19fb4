import { describeEstimator } from "../testing/estimator-conformance.ts";
import { randomForest } from "./random-forest.ts";

describeEstimator(() => randomForest({ trees: 30 }));
