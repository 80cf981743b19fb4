import { basename, dirname } from "node:path";
import { corpusReaders } from "@undertone/corpora";
import type { Recipe } from "../recipes/recipe.ts";
import type { Result } from "../results/result.ts";
import { changesIn, describeRecipe } from "./describe-recipe.ts";

/**
 * What a stored result says otherwise than the recipe that makes it: it is of an earlier recipe, and must be made again.
 *
 * @returns A line a field, such as `features: stored undertone@1, the recipe says undertone@2`.
 */
export function staleFields(recipe: Recipe, result: Result): string[] {
	const { changes, labels, ...now } = describeRecipe(recipe);
	const corpora = testedOn(recipe);
	// The part of one corpus lacks the others, and the classes that its own lacks.
	const isPart = result.id !== recipe.id;
	const within = (few: readonly string[], all: readonly string[]): boolean =>
		few.every((one) => all.includes(one)) && (isPart || few.length === all.length);
	const fields: readonly (readonly [name: string, stored: unknown, now: unknown, agree: boolean])[] = [
		...(["split", "classifier", "selection", "seed"] as const).map(
			(name) => [name, result[name], now[name], result[name] === now[name]] as const,
		),
		["adaptation", words(result.adaptation), words(now.adaptation), same(result.adaptation, now.adaptation)],
		["features", result.features, featuresOf(recipe).join(" or "), usesFeatures(recipe, result)],
		["labels", result.labels, labels, within(result.labels, labels)],
		["corpora", result.corpora, corpora, within(result.corpora, corpora)],
		["clips", changesIn(result), changes, same(changesIn(result), changes)],
		["folds", result.folds.length, recipe.protocol, agreesWithFolds(recipe, result)],
	];
	return fields
		.filter(([, , , agree]) => !agree)
		.map(([name, stored, wanted]) => `${name}: stored ${shown(stored)}, the recipe says ${shown(wanted)}`);
}

function testedOn({ corpora, protocol }: Recipe): string[] {
	const names = protocol.split === "cross-corpus" ? protocol.test : corpora;
	return names.map(
		(name) =>
			corpusReaders.find(({ aliases }) => aliases.includes(name.toLowerCase()))?.name ?? ownName(name),
	);
}

/** A table of one's own is called as its folder is. */
function ownName(name: string): string {
	const path = name.replace(/^csv:/u, "");
	return basename(path.endsWith(".csv") ? dirname(path) : path);
}

function featuresOf({ features, search }: Recipe): string[] {
	const searched = search?.choices.features;
	return Array.isArray(searched) ? searched.map(String) : [features];
}

/** A recipe that searches its features stores those that its folds chose. */
function usesFeatures(recipe: Recipe, { features }: Result): boolean {
	return features.split(" or ").every((one) => featuresOf(recipe).includes(one));
}

function agreesWithFolds({ protocol }: Recipe, { folds }: Result): boolean {
	switch (protocol.split) {
		case "cross-corpus":
			return folds.length === 1;
		case "random":
			return folds.length === protocol.folds * protocol.repeats;
		case "speaker-and-sentence-independent":
			return folds.length === protocol.folds * protocol.sentenceFolds;
		default:
			return protocol.folds === "speakers"
				? folds.every(({ testSpeakers }) => testSpeakers.length === 1)
				: folds.length === protocol.folds;
	}
}

function same(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}

function words({ kind, k }: Result["adaptation"]): string {
	return k > 0 ? `${kind} by ${k}` : kind;
}

function shown(value: unknown): string {
	return typeof value === "string" ? value : JSON.stringify(value);
}
