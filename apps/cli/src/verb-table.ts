import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Verb } from "./verb.ts";

/** Every verb and what it does in a few words, grouped as the help lists them. */
const groups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	"Recordings and people": {
		analyze: "how a recording sounds: a label with probabilities, and a timeline",
		live: "the same from a running stream, every half second",
		faces: "facial expressions in pictures and videos",
		profile: "make a speaker profile from recordings of one person",
		serve: "start the studio and its HTTP interface",
		"reset-password": "give a user of the studio a new password",
	},
	"Corpora, training and figures": {
		corpus: "what a corpus holds, and whether it is balanced",
		features: "acoustic features of files as a table",
		train: "train a model from a recipe",
		evaluate: "put a model to a corpus, speaker by speaker",
		compare: "results or recipes side by side, each tested against the first",
		search: "try recipes side by side and choose for each corpus by the others",
		robustness: "how a recipe does in noise, in rooms and on short clips",
		importance: "which features a recipe's models would miss most",
		reproduce: "make a stored figure again from raw data",
		results: "every stored figure with its protocol and interval",
		model: "what a model file says of itself",
	},
};

/** The groups of the help with the verbs that are installed. */
export function listVerbs(): [group: string, verbs: [name: string, summary: string][]][] {
	return Object.entries(groups).map(([group, verbs]) => [
		group,
		Object.entries(verbs).filter(([name]) => existsSync(file(name))),
	]);
}

/** The module of a verb, or undefined where there is no such verb. */
export async function loadVerb(name: string): Promise<Verb | undefined> {
	const known = listVerbs().some(([, verbs]) => verbs.some(([verb]) => verb === name));
	if (!known) return undefined;
	const { verb } = (await import(new URL(`./verbs/${name}.ts`, import.meta.url).href)) as { verb: Verb };
	return verb;
}

function file(name: string): string {
	return join(import.meta.dirname, "verbs", `${name}.ts`);
}
