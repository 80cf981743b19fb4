import type { Emotion } from "@undertone/core";
import { percent } from "../report/percent.ts";
import type { Metric, Result } from "../results/result.ts";
import type { FaceRecipe } from "./face-recipe.ts";

/** What a card says of a recipe. */
interface CardedRecipe extends Pick<FaceRecipe, "description" | "testOn"> {
	readonly labels: readonly Emotion[];
	readonly trainOn: readonly string[];
	/** Of the published networks with which trainings began. */
	readonly learntBefore: readonly string[];
	readonly model: NonNullable<FaceRecipe["model"]>;
}

/** A face model's card: Markdown made from its stored result. */
export function faceCard(
	recipe: CardedRecipe,
	result: Result,
	{ bytes, threshold }: { readonly bytes: number; readonly threshold: number },
): string {
	return `# ${recipe.model.name}

${recipe.description}

- **File**: \`${recipe.model.file}\`, ${(bytes / 1024).toFixed(0)} KiB, made by \`${result.command}\`.
- **Sees**: a grey picture of a face, 48 × 48; light and contrast are taken out.
- **Says**: likeness to ${recipe.labels.join(", ")}; "not sure" below ${threshold}.
- **Trained on**: ${result.corpora.join(", ")} (${recipe.trainOn.join(", ")}), with the FER+ votes as a second target. ${(result.notes ?? []).join(" ")}
${begun(recipe.learntBefore)}- **Network**: ${result.classifier}.
- **Licence**: ${recipe.model.licence}

## How good it is

On ${recipe.testOn}, n = ${result.n}, opened once with this file; the recipe was ${result.selection === "nested" ? "chosen on a part of the training pictures" : result.selection}. Intervals (95 %) are a bootstrap over pictures. Predictions: \`results/${result.id}/predictions.csv\`.

| accuracy | UAR | precision | F1 | calibration error |
|---|---|---|---|---|
| ${["accuracy", "uar", "precision", "f1", "ece"].map((name) => figure(result.metrics[name])).join(" | ")} |

## What it is bad at

- The pictures were gathered from the web, small and grey; many labels are doubtful: people agree with them on about two of three (FER+).
- Who is in them is unknown: age, skin and sex are not balanced, and no figure for groups can be given.
- An expression is no feeling: it describes how a face looks, not what somebody feels.
`;
}

function begun(corpora: readonly string[]): string {
	return corpora.length === 0
		? ""
		: `- **Began with**: a published network that had learnt from ${corpora.join(" and ")}.\n`;
}

function figure(metric: Metric | undefined): string {
	return metric === undefined
		? ""
		: `${percent(metric.value)} (${percent(metric.low)}–${percent(metric.high)})`;
}
