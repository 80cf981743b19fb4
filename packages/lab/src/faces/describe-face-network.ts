import type { FaceRecipe } from "./face-recipe.ts";

/** A face network in a few words, for a result. */
export function describeFaceNetwork({
	network: { filters, kind, depth, stem },
	training: { epochs, optimizer },
	teacher,
	start,
}: Pick<FaceRecipe, "network" | "training" | "teacher" | "start">): string {
	const stages = kind === "parallel" ? "two branches a stage" : `${depth} convolutions a stage, residual`;
	const fine = stem === "residual" ? ", two before the first halving" : "";
	const taught = teacher === undefined ? "" : ", taught";
	const more = start === undefined ? "" : " more";
	const descent = optimizer === "sgd" ? ", by gradient descent" : "";
	return `cnn ${filters.join("-")}, ${stages}${fine}, ${epochs}${more} epochs${descent}${taught}`;
}
