import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseCsv } from "@undertone/corpora";
import type { Progress } from "@undertone/learn";
import { writeAtomically } from "../write-atomically.ts";

/** How a fit went, epoch by epoch. */
export type Curve = readonly Pick<
	Progress,
	"epoch" | "loss" | "accuracy" | "validationLoss" | "validationAccuracy" | "validationUar"
>[];

/** Curves beyond these say no more. */
const mostCurves = 60;
const columns = {
	epoch: "epoch",
	loss: "loss",
	accuracy: "accuracy",
	validation_loss: "validationLoss",
	validation_accuracy: "validationAccuracy",
	validation_uar: "validationUar",
} as const;

/** Stores `ID/curves.csv`, a line an epoch of every fit; classifiers without epochs have none, and no file is made. */
export async function storeCurves(folder: string, id: string, curves: readonly Curve[]): Promise<void> {
	const told = curves.filter((curve) => curve.length > 1 && curve.some(({ loss }) => Number.isFinite(loss)));
	if (told.length === 0) return;
	const lines = told.slice(0, mostCurves).flatMap((curve, f) =>
		curve.map((epoch) =>
			[
				f + 1,
				...Object.values(columns).map((name) => {
					const value = epoch[name];
					return value === undefined || !Number.isFinite(value) ? "" : Number(value.toFixed(4));
				}),
			].join(","),
		),
	);
	const heading = ["fit", ...Object.keys(columns)].join(",");
	await writeAtomically(join(folder, id, "curves.csv"), `${[heading, ...lines].join("\n")}\n`);
}

/** What {@link storeCurves} stored of a result, or nothing. */
export async function readCurves(folder: string, id: string): Promise<Curve[]> {
	const text = await readFile(join(folder, id, "curves.csv"), "utf8").catch(() => "");
	const curves = new Map<string, Curve[number][]>();
	for (const row of parseCsv(text)) {
		const told = Object.entries(columns).flatMap(([column, name]) => {
			const value = row[column];
			return value === undefined || value === "" ? [] : [[name, Number(value)] as const];
		});
		const epoch = { epoch: Number.NaN, loss: Number.NaN, accuracy: Number.NaN, ...Object.fromEntries(told) };
		const fit = row.fit ?? "";
		// A damaged line tells nothing.
		if (!Number.isInteger(epoch.epoch) || !Number.isFinite(epoch.loss + epoch.accuracy)) continue;
		curves.set(fit, [...(curves.get(fit) ?? []), epoch]);
	}
	return [...curves.values()];
}
