import type { FittedModel } from "@undertone/learn";
import { sealModelFile } from "@undertone/recognize";
import type { ExperimentContext } from "../experiments/experiment.ts";
import { percent } from "../report/percent.ts";
import type { Result } from "../results/result.ts";
import { writeAtomically } from "../write-atomically.ts";
import type { FusionRecipe } from "./fusion-recipe.ts";

/** What a model of fusion and its card say of it. */
interface FusionModelFacts {
	readonly hybrid: FittedModel;
	/** Its figures on the pairs of the test. */
	readonly result: Result;
	readonly context: ExperimentContext;
}

/** Seals what the hybrid learnt as a model file and writes it with its card beside it. */
export async function writeFusionModel(
	recipe: FusionRecipe,
	model: NonNullable<FusionRecipe["model"]>,
	{ hybrid, result, context }: FusionModelFacts,
): Promise<void> {
	const { caveat = "", trainedOn = [], folds } = result;
	const protocol = `fitted on label-matched pairs, tested on those of ${folds[0]?.testSpeakers.length ?? 0} other speakers (${caveat})`;
	const bytes = sealModelFile(hybrid.toOnnx(), {
		format: 1,
		task: "fusion",
		name: model.name,
		labels: recipe.labels,
		sources: ["voice", "face"],
		corpora: trainedOn,
		protocol,
		metrics: { all: result.metrics },
		licence: model.licence,
		trained: { command: result.command, date: result.date, seed: recipe.seed },
		sha256: "",
	});
	await writeAtomically(model.file, bytes);
	await writeAtomically(model.file.replace(/\.onnx$/, ".md"), card(recipe, model, result, bytes.length));
	context.print(`${model.file}: ${(bytes.length / 1024).toFixed(1)} KiB.`);
}

function card(
	recipe: FusionRecipe,
	{ name, licence }: NonNullable<FusionRecipe["model"]>,
	{ classifier, metrics, folds, notes = [], command, date }: Result,
	bytes: number,
): string {
	const { uar } = metrics;
	const figure =
		uar === undefined ? "" : `${percent(uar.value)} (${percent(uar.low)} to ${percent(uar.high)})`;
	return `# ${name}

${recipe.description} This file is the ${classifier}: it takes, for voice and face, the logarithm of every calibrated score over that of no answer, times the trust in the source, and gives one score a label.

- **Labels**: ${recipe.labels.join(", ")}
- **Size**: ${(bytes / 1024).toFixed(1)} KiB
- **UAR on the pairs of unseen speakers**: ${figure}, over ${folds.length} conditions together
- **Licence**: ${licence}
- **Made by**: \`${command}\` (${date}, seed ${recipe.seed})

No recordings of a voice and a face of one person were at hand. It learnt from pairs that match in their label alone, and from scores of a classifier of its own, not of the shipped voice model: on real films it is untried. The studio takes the mean and does not use this file; \`undertone evaluate --corpus film:NAME --fusion-model FILE\` does.

${notes.map((note) => `- ${note}`).join("\n")}
`;
}
