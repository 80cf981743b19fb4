import { UndertoneError } from "@undertone/core";
import {
	checkFacts,
	damaged,
	type ModelFacts,
	number,
	object,
	parseJson,
	show,
} from "../model/model-metadata.ts";

/** The format versions of a model of expressions; one of format 2 can take a part of its views. */
const expressionFormats = [1, 2] as const;

/** What a model file of facial expressions says of itself. */
export interface ExpressionMetadata extends ModelFacts {
	readonly format: (typeof expressionFormats)[number];
	readonly task: "face-expression";
	/** The grey picture it takes: its size, and what is taken from each pixel / 255 and what that is divided by. */
	readonly input: {
		readonly width: number;
		readonly height: number;
		readonly mean: number;
		readonly deviation: number;
		/** In how many ways it looks at a picture, one, some or all of them (format 2). */
		readonly views?: number;
		/** In how many of these, from the first on, a live camera's frames take turns; in all by default. */
		readonly liveViews?: number;
	};
	readonly calibration: {
		/** Already applied inside the graph. */
		readonly temperature: number;
		/** Highest score below which the answer is "not sure". */
		readonly threshold: number;
	};
}

/**
 * Reads the metadata of a model of facial expressions and checks what can be checked without running it.
 *
 * @throws {UndertoneError} `model-unknown-version` if it is of a later format or another task, `model-damaged` if a
 *   part is missing or wrong.
 */
export function parseExpressionMetadata(json: string): ExpressionMetadata {
	const data = parseJson(json);
	const format = expressionFormats.find((known) => known === data.format);
	if (format === undefined || data.task !== "face-expression") {
		throw new UndertoneError(
			"model-unknown-version",
			`The model file must be of format ${expressionFormats.join(" or ")} for the task "face-expression", got format ${show(data.format)} for ${show(data.task)}. Choose a model of facial expressions.`,
		);
	}
	const input = object(data.input, "input");
	const calibration = object(data.calibration, "calibration");
	return {
		format,
		task: "face-expression",
		...checkFacts(data),
		input: {
			width: side(input.width, "input.width"),
			height: side(input.height, "input.height"),
			mean: number(input.mean, "input.mean"),
			deviation: positive(input.deviation, "input.deviation"),
			...(format === 1 ? {} : viewsOf(input)),
		},
		calibration: {
			temperature: number(calibration.temperature, "calibration.temperature"),
			threshold: number(calibration.threshold, "calibration.threshold"),
		},
	};
}

function viewsOf(input: Readonly<Record<string, unknown>>): { views: number; liveViews?: number } {
	const views = count(input.views, "input.views");
	if (input.liveViews === undefined) return { views };
	const liveViews = count(input.liveViews, "input.liveViews");
	if (liveViews <= views) return { views, liveViews };
	throw damaged(`"input.liveViews" must be at most the ${views} of "input.views", got ${liveViews}`);
}

function side(value: unknown, name: string): number {
	const pixels = number(value, name);
	if (Number.isInteger(pixels) && pixels >= 8 && pixels <= 512) return pixels;
	throw damaged(`"${name}" must be a whole number of pixels from 8 to 512, got ${show(value)}`);
}

function count(value: unknown, name: string): number {
	const given = number(value, name);
	if (Number.isInteger(given) && given >= 1) return given;
	throw damaged(`"${name}" must be a whole number from 1 on, got ${show(value)}`);
}

function positive(value: unknown, name: string): number {
	const given = number(value, name);
	if (given > 0) return given;
	throw damaged(`"${name}" must be above 0, got ${show(value)}`);
}
