import { UndertoneError } from "@undertone/core";
import { drawSettings, type SettingRange } from "@undertone/learn";
import type { Space } from "./space.ts";

/** One way to do it. */
export interface Candidate {
	/** Place in its list, or number, of every choice: `1-0-0p25`. */
	readonly key: string;
	/** In words: `features undertone@2, augment none`. */
	readonly name: string;
	/** Chosen value of every field. */
	readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * All combinations of the choices, or as many as are to be drawn, in a fixed order.
 *
 * @param name - Whose choices they are, for the message.
 * @throws {UndertoneError} `recipe-invalid` if a range is none, or there are fewer combinations than are drawn.
 */
export function candidates({ choices, draws }: Space, seed: number, name: string): Candidate[] {
	return (draws === undefined ? combinations(choices) : draw(choices, draws, seed, name)).map((chosen) => {
		const fields = Object.fromEntries(
			Object.entries(chosen).map(([field, at]) => {
				const values = choices[field];
				return [field, Array.isArray(values) ? values[at] : at];
			}),
		);
		const key = Object.values(chosen).map(keyOf).join("-");
		return { key: key === "" ? "0" : key, name: words(fields), fields };
	});
}

/** A place in a list, or a number of a range, by field. */
type Chosen = Readonly<Record<string, number>>;

function combinations(choices: Space["choices"]): Chosen[] {
	let all: Chosen[] = [{}];
	for (const [field, values] of Object.entries(choices)) {
		if (Array.isArray(values)) all = all.flatMap((known) => values.map((_, v) => ({ ...known, [field]: v })));
	}
	return all;
}

function draw(choices: Space["choices"], draws: number, seed: number, name: string): Chosen[] {
	const space = Object.fromEntries(
		Object.entries(choices).map(([field, values]): [string, SettingRange<number>] => [
			field,
			Array.isArray(values) ? values.map((_, v) => v) : values,
		]),
	);
	try {
		return drawSettings(space, draws, { seed });
	} catch (cause) {
		if (!(cause instanceof RangeError)) throw cause;
		throw new UndertoneError("recipe-invalid", `The choices of "${name}" are not valid. ${cause.message}`, {
			cause,
		});
	}
}

/** A number with the signs that an id may have. */
function keyOf(value: number): string {
	return String(value).replace(".", "p").replace("+", "");
}

/**
 * A recipe with some fields set.
 *
 * @param fields - By field, or by the path to one inside: `classifiers.0.c`.
 * @param name - Whose choices they are, for the message.
 * @throws {UndertoneError} `recipe-invalid` if a path leads nowhere.
 */
export function withFields(
	recipe: Readonly<Record<string, unknown>>,
	fields: Candidate["fields"],
	name: string,
): Record<string, unknown> {
	const out = structuredClone(recipe) as Record<string, unknown>;
	for (const [path, value] of Object.entries(fields)) {
		const steps = path.split(".");
		const last = steps.pop() as string;
		let at: unknown = out;
		for (const step of steps) at = hasField(at, step) ? at[step] : undefined;
		// A list has no place beyond its end to set; another thing may lack an optional field.
		if (typeof at !== "object" || at === null || (Array.isArray(at) && !hasField(at, last))) {
			throw new UndertoneError(
				"recipe-invalid",
				`The choices of "${name}" are not valid. "${path}" must lead to a field of the recipe, and there is no "${Array.isArray(at) ? path : steps.join(".")}" in it.`,
			);
		}
		(at as Record<string, unknown>)[last] = structuredClone(value);
	}
	return out;
}

function hasField(value: unknown, field: string): value is Record<string, unknown> {
	return typeof value === "object" && value !== null && Object.hasOwn(value, field);
}

function words(fields: Candidate["fields"]): string {
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
