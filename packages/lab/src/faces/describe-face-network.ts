import type { FaceRecipe } from "./face-recipe.ts";

/** A face network in a few words, for a result. */
export function describeFaceNetwork({
	network: { filters, kind, depth },
	training: { epochs },
	teacher,
}: Pick<FaceRecipe, "network" | "training" | "teacher">): string {
	const stages = kind === "parallel" ? "two branches a stage" : `${depth} convolutions a stage, residual`;
	const taught = teacher === undefined ? "" : ", taught";
	return `cnn ${filters.join("-")}, ${stages}, ${epochs} epochs${taught}`;
}
