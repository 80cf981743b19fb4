import { percent, type Result } from "@undertone/lab";

/** What this project set out to reach, and the result that shows how far it came. */
interface Target {
	readonly what: string;
	readonly metric: "uar" | "accuracy" | "ece";
	/** In %: at least this, or for the calibration error at most. */
	readonly goal: number;
	readonly id: string;
}

const targets: readonly Target[] = [
	{ what: "EMO-DB, one speaker left out", metric: "uar", goal: 82, id: "emodb-loso" },
	{ what: "EMO-DB, with ten clips of the speaker", metric: "uar", goal: 87, id: "emodb-loso-unlabelled" },
	{
		what: "EMO-DB, dealt at random: hidden Markov models",
		metric: "accuracy",
		goal: 68.57,
		id: "emodb-random10-hmm",
	},
	{
		what: "EMO-DB, dealt at random: hierarchical",
		metric: "accuracy",
		goal: 71.75,
		id: "emodb-random10-hierarchical",
	},
	{
		what: "EMO-DB, dealt at random: perceptron",
		metric: "accuracy",
		goal: 90.36,
		id: "emodb-random10-mlp",
	},
	{ what: "RAVDESS, unseen actors", metric: "uar", goal: 66, id: "ravdess-speakers" },
	{
		what: "RAVDESS, with ten clips of the actor",
		metric: "uar",
		goal: 71,
		id: "ravdess-speakers-unlabelled",
	},
	{ what: "TESS, dealt at random", metric: "accuracy", goal: 99.8, id: "tess-random5" },
	{ what: "TESS, one woman to the other", metric: "uar", goal: 55, id: "tess-speakers" },
	{
		what: "TESS, one woman to the other, with all her clips: normalised",
		metric: "uar",
		goal: 70,
		id: "tess-speakers-transductive",
	},
	{
		what: "TESS, one woman to the other, with all her clips: self-trained",
		metric: "uar",
		goal: 70,
		id: "tess-speakers-self-trained",
	},
	{ what: "nEMO, one actor left out", metric: "uar", goal: 55, id: "nemo-loso" },
	{
		what: "nEMO, with all clips of the actor: normalised",
		metric: "uar",
		goal: 65,
		id: "nemo-loso-transductive",
	},
	{
		what: "nEMO, with all clips of the actor: self-trained",
		metric: "uar",
		goal: 65,
		id: "nemo-loso-self-trained",
	},
	{ what: "three corpora to TESS", metric: "uar", goal: 62, id: "across-tess" },
	{
		what: "three corpora to TESS, with all its clips: normalised",
		metric: "uar",
		goal: 76,
		id: "across-tess-transductive",
	},
	{
		what: "three corpora to TESS, with all its clips: self-trained",
		metric: "uar",
		goal: 76,
		id: "across-tess-self-trained",
	},
	...acrossTargets("emodb", "EMO-DB", 48.8, 77.6),
	...acrossTargets("ravdess", "RAVDESS", 35.7, 43.7),
	...acrossTargets("nemo", "nEMO", 35.1, 50.7),
	{ what: "calibration error of the shipped recipe, unseen speakers", metric: "ece", goal: 5, id: "speech" },
	{ what: "FER2013, PublicTest", metric: "accuracy", goal: 70, id: "face-pair-moved-all" },
];

function acrossTargets(id: string, name: string, plain: number, transductive: number): Target[] {
	const what = `the other two corpora to ${name}`;
	return [
		{ what, metric: "uar", goal: plain, id: `across-${id}` },
		{
			what: `${what}, with all its clips: normalised`,
			metric: "uar",
			goal: transductive,
			id: `across-${id}-transductive`,
		},
		{
			what: `${what}, with all its clips: self-trained${id === "ravdess" ? "" : " on the classes that it has"}`,
			metric: "uar",
			goal: transductive,
			id: `across-${id}-self-trained`,
		},
	];
}

const names = { uar: "UAR", accuracy: "accuracy", ece: "ECE" } as const;

/** Every target beside what is stored, as a Markdown table. */
export function targetsTable(stored: readonly Result[]): string {
	const rows = targets.map(({ what, metric, goal, id }) => {
		const result = stored.find((one) => one.id === id);
		const measured = result?.metrics[metric];
		if (result === undefined || measured === undefined) {
			throw new Error(
				`targetsTable: results/${id} must hold ${metric}, and it does not. Make it: undertone reproduce ${id}.`,
			);
		}
		const { value, low, high } = measured;
		const met = metric === "ece" ? value <= goal / 100 : value >= goal / 100;
		const range = low === undefined ? "" : ` (${percent(low)}–${percent(high)})`;
		const chosen = result.selection === "same-speakers" ? "chosen on the same speakers" : result.selection;
		return `| ${what} | ${names[metric]} ${metric === "ece" ? "≤" : "≥"} ${goal} % | ${percent(value)}${range} | ${met ? "yes" : "**no**"} | ${chosen} | \`${id}\` |`;
	});
	return [
		"| what | target | measured (95 %) | reached | recipe | result |",
		"|---|---|---|---|---|---|",
		...rows,
	].join("\n");
}
