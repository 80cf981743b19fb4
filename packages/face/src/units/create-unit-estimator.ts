import { UndertoneError } from "@undertone/core";
import { createSession, float32Data, float32Tensor, readOnnx } from "@undertone/onnx";
import { type ActionUnit, type ActionUnits, actionUnitNumbers } from "./action-units.ts";

/** What the file of action units says of itself, under the metadata key `undertone`. */
export interface UnitMetadata {
	readonly format: 1;
	readonly task: "action-units";
	readonly name: string;
	/** In the order of the graph's output. */
	readonly units: readonly ActionUnit[];
	/** Correlation of each unit with the blendshapes on unseen pictures; units under `shownFrom` are hidden. */
	readonly agreement: Readonly<Record<string, number>>;
	readonly shownFrom: number;
	readonly corpora: readonly string[];
	readonly protocol: string;
	readonly licence: string;
	readonly trained: { readonly command: string; readonly date: string; readonly seed: number };
}

/** Action units from a mesh alone. */
export interface UnitEstimator {
	readonly metadata: UnitMetadata;
	/** The units that it shows. */
	readonly units: readonly ActionUnit[];
	/**
	 * @param points - The mesh without head pose, as `headPose` gives it, shape `[468, 3]`.
	 */
	estimate(points: Float32Array): Promise<ActionUnits>;
	release(): Promise<void>;
}

/**
 * Opens the regressor from points to action units, made by `scripts/train-action-units.ts`.
 *
 * @param options.all - Also gives the units that do not agree well enough to be shown.
 * @throws {UndertoneError} `model-damaged` if it is no such file.
 */
export async function createUnitEstimator(
	bytes: Uint8Array,
	{ all = false }: { readonly all?: boolean } = {},
): Promise<UnitEstimator> {
	const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const metadata = parse(readOnnx(file).metadata.undertone);
	const session = await createSession(file);
	const shown = metadata.units.filter((unit) => all || (metadata.agreement[unit] ?? 0) >= metadata.shownFrom);
	return {
		metadata,
		units: shown,
		estimate: async (points) => {
			const outputs = await session.run({ points: float32Tensor(points, [1, 3 * 468]) });
			const values = float32Data(outputs.units, "units");
			return Object.fromEntries(shown.map((unit) => [unit, values[metadata.units.indexOf(unit)] as number]));
		},
		release: () => session.release(),
	};
}

function parse(json: string | undefined): UnitMetadata {
	try {
		const data = JSON.parse(json ?? "null") as UnitMetadata;
		const known = data.units.every((unit) => actionUnitNumbers.includes(unit));
		if (data.format === 1 && data.task === "action-units" && known) return data;
	} catch {
		// Falls through to the refusal.
	}
	throw new UndertoneError(
		"model-damaged",
		'createUnitEstimator: the file must describe itself as format 1 for the task "action-units". Use action-units.onnx of this package.',
	);
}
