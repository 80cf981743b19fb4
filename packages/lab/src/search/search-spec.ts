import { readFile } from "node:fs/promises";
import { emotions, UndertoneError } from "@undertone/core";
import { z } from "zod";
import { parseRecipe, type Recipe } from "../recipes/recipe.ts";
import { type Candidate, candidates, withFields } from "./candidates.ts";
import { rangeProblems, spaceFields } from "./space.ts";

const schema = z
	.strictObject({
		/** Names the folder of its runs. */
		id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "lower-case letters, digits and dashes"),
		description: z.string().min(1),
		/** Each corpus with its labels; every candidate is tried on each of them by itself. */
		corpora: z.record(z.string(), z.array(z.enum(emotions)).min(2)),
		/** What all candidates share: a recipe without id, description, corpora, labels and selection. */
		base: z.record(z.string(), z.unknown()),
		/** Budgets of `halving` are outer folds. */
		...spaceFields,
		seed: z.int(),
	})
	.superRefine((spec, context) => {
		for (const { path, message } of rangeProblems(spec)) {
			context.addIssue({ code: "custom", path: [...path], message });
		}
	});

/** A search: what is tried, and on which corpora. */
export type SearchSpec = z.infer<typeof schema>;

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
	return parseSearch(value, path);
}

/**
 * Checks a search.
 *
 * @param value - Parsed JSON.
 * @param name - For the message.
 * @throws {UndertoneError} `recipe-invalid`.
 */
export function parseSearch(value: unknown, name: string): SearchSpec {
	const parsed = schema.safeParse(value);
	if (!parsed.success) {
		const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
		throw new UndertoneError("recipe-invalid", `The search "${name}" is not valid. ${problems.join(". ")}.`);
	}
	const spec = parsed.data;
	// Every candidate must be a recipe: better said now than after an hour.
	for (const candidate of searchCandidates(spec)) {
		for (const corpus of Object.keys(spec.corpora))
			checkBudgets(spec, recipeOf(spec, candidate, corpus), name);
	}
	return spec;
}

/** Where folds are speakers, only the corpora tell how many there are. */
function checkBudgets({ halving }: SearchSpec, { protocol }: Recipe, name: string): void {
	const last = halving?.budgets.at(-1) ?? 1;
	if (protocol.split !== "speaker-independent" || protocol.folds === "speakers" || last <= protocol.folds)
		return;
	throw new UndertoneError(
		"recipe-invalid",
		`The search "${name}" is not valid. halving.budgets: at most ${protocol.folds}, the number of folds, can be judged, got ${last}.`,
	);
}

/** What a search tries. */
export function searchCandidates(spec: SearchSpec): Candidate[] {
	return candidates(spec, spec.seed, spec.id);
}

/** A candidate on one corpus, as a recipe. */
export function recipeOf(spec: SearchSpec, { fields, key, name }: Candidate, corpus: string): Recipe {
	return parseRecipe(
		{
			...withFields(spec.base, fields, spec.id),
			id: `${spec.id}-${key}-${corpus.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}`,
			description: spec.description,
			corpora: [corpus],
			labels: spec.corpora[corpus],
			selection: "same-speakers",
			seed: spec.seed,
		},
		`${spec.id}: ${name}`,
	);
}
