import { parameterPlaces } from "@undertone/onnx";
import { faceNetwork } from "./face-network.ts";
import type { FaceRecipe } from "./face-recipe.ts";

/** How many numbers a recipe's network learns, those of its second head among them, frozen ones not. */
export function countFaceParameters({ labels, network }: Pick<FaceRecipe, "labels" | "network">): number {
	const definition = faceNetwork(labels.length, network, { head: "label", votes: true });
	return parameterPlaces(definition).reduce((sum, { size, frozen }) => sum + (frozen ? 0 : size), 0);
}
