import { describeEstimator } from "../testing/estimator-conformance.ts";
import { nearestNeighbours } from "./nearest-neighbours.ts";

describeEstimator(() => nearestNeighbours({}));
