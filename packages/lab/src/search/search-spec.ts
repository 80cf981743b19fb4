import { readFile } from "node:fs/promises";
import { createRandom, emotions, UndertoneError } from "@undertone/core";
import { z } from "zod";
import { parseRecipe, type Recipe } from "../recipes/recipe.ts";

const schema = z.strictObject({
	/** Names the folder of its runs. */
	id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower-case letters, digits and dashes"),
	description: z.string().min(1),
	/** Each corpus with its labels; every candidate is tried on each of them by itself. */
	corpora: z.record(z.string(), z.array(z.enum(emotions)).min(2)),
	/** What all candidates share: a recipe without id, description, corpora, labels and selection. */
	base: z.record(z.string(), z.unknown()),
	/** Values to choose from, by the field of the recipe that they stand for. */
	choices: z.record(z.string(), z.array(z.unknown()).min(1)),
	/** How many candidates to draw at random; all combinations when left out. */
	draws: z.int().min(1).optional(),
	seed: z.int(),
});

/** A search: what is tried, and on which corpora. */
export type SearchSpec = z.infer<typeof schema>;

/** One way to do it. */
export interface Candidate {
	/** Chosen value of every field, by its place in the list of choices. */
	readonly places: Readonly<Record<string, number>>;
	/** In words: `features undertone@2, augment [pitch]`. */
	readonly name: string;
	readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Reads a search from a file.
 *
 * @throws {UndertoneError} `file-not-found`, or `recipe-invalid`.
 */
export async function readSearch(path: string): Promise<SearchSpec> {
	const text = await readFile(path, "utf8").catch((cause: unknown) => {
		throw new UndertoneError("file-not-found", `There must be a search at "${path}", and there is none.`, {
			cause,
		});
	});
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (cause) {
		throw new UndertoneError(
			"recipe-invalid",
			`The search "${path}" must be JSON: ${(cause as Error).message}.`,
			{ cause },
		);
	}
	const parsed = schema.safeParse(value);
	if (!parsed.success) {
		const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
		throw new UndertoneError("recipe-invalid", `The search "${path}" is not valid. ${problems.join(". ")}.`);
	}
	const spec = parsed.data;
	// Every candidate must be a recipe: better said now than after an hour.
	for (const candidate of candidates(spec)) {
		for (const corpus of Object.keys(spec.corpora)) recipeOf(spec, candidate, corpus);
	}
	return spec;
}

/** All combinations of the choices, or as many as are to be drawn, in a fixed order. */
export function candidates({ choices, draws, seed }: SearchSpec): Candidate[] {
	let places: Record<string, number>[] = [{}];
	for (const [field, values] of Object.entries(choices)) {
		places = places.flatMap((known) => values.map((_, v) => ({ ...known, [field]: v })));
	}
	const kept =
		draws === undefined || draws >= places.length
			? places
			: createRandom(seed).fork("candidates").shuffle(places).slice(0, draws);
	return kept.map((chosen) => {
		const fields = Object.fromEntries(
			Object.entries(chosen).map(([field, v]) => [field, choices[field]?.[v]]),
		);
		return { places: chosen, name: words(fields), fields };
	});
}

/** A candidate on one corpus, as a recipe. */
export function recipeOf(spec: SearchSpec, { fields, places }: Candidate, corpus: string): Recipe {
	const number = Object.values(places).join("-");
	return parseRecipe(
		{
			...spec.base,
			...fields,
			id: `${spec.id}-${number === "" ? "0" : number}-${corpus.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}`,
			description: spec.description,
			corpora: [corpus],
			labels: spec.corpora[corpus],
			selection: "same-speakers",
			seed: spec.seed,
		},
		spec.id,
	);
}

function words(fields: Readonly<Record<string, unknown>>): string {
	return Object.entries(fields)
		.map(([field, value]) => `${field} ${brief(value)}`)
		.join(", ");
}

function brief(value: unknown): string {
	if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(brief).join(" + ");
	if (typeof value === "object" && value !== null) {
		const { kind, ...rest } = value as Record<string, unknown>;
		const settings = Object.values(rest).map((one) => (Array.isArray(one) ? one.join("-") : String(one)));
		return [kind, ...settings].filter((part) => part !== undefined).join(" ");
	}
	return String(value);
}
