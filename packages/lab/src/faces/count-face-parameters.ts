import { parameterPlaces } from "@undertone/onnx";
import { faceNetwork } from "./face-network.ts";
import type { FaceRecipe } from "./face-recipe.ts";

/** How many numbers a recipe's network learns, those of its second head among them. */
export function countFaceParameters({ labels, network }: Pick<FaceRecipe, "labels" | "network">): number {
	const definition = faceNetwork(labels.length, network, { head: "label", votes: true });
	return parameterPlaces(definition).reduce((sum, { size }) => sum + size, 0);
}
