import { UndertoneError } from "@undertone/core";
import { type FeatureSet, featureSets } from "@undertone/speech";

/**
 * The feature sets that `--set` and `--frames` name.
 *
 * A name without version is its newest one; with `--frames`, a set of one value a clip stands for its sister
 * `NAME-frames` where there is one.
 *
 * @throws {UndertoneError} `usage`, if one is unknown, has no frames (or only frames), or the sets need different
 * sample rates or steps.
 */
export function chooseSets(names: readonly string[], frames: boolean): FeatureSet[] {
	const sets = names.map((name) => chooseSet(name, frames));
	const [first] = sets;
	for (const set of sets) {
		if (first === undefined || (set.sampleRate === first.sampleRate && set.hopLength === first.hopLength))
			continue;
		const of = ({ id, sampleRate, hopLength }: FeatureSet): string =>
			`${id} takes ${sampleRate} Hz${hopLength === null ? "" : ` in steps of ${hopLength} samples`}`;
		throw new UndertoneError(
			"usage",
			`features: the sets of one table must share sample rate and step; ${of(first)}, ${of(set)}. Make a table of each.`,
		);
	}
	return sets;
}

function chooseSet(name: string, frames: boolean): FeatureSet {
	const kind = frames ? "frames" : "functionals";
	const named = candidates(name);
	const fitting = [...named, ...(frames ? candidates(`${name}-frames`) : [])].find(
		(set) => set.kind === kind,
	);
	if (fitting !== undefined) return fitting;
	if (named.length === 0) {
		const known = featureSets().map(({ id }) => id);
		throw new UndertoneError(
			"usage",
			`features: there is no feature set "${name}", expected one of ${known.join(", ")}.`,
		);
	}
	const framed = featureSets().filter((set) => set.kind === "frames");
	const hint = framed.length === 0 ? "no set has" : `${framed.map(({ id }) => id).join(", ")} have`;
	throw new UndertoneError(
		"usage",
		frames
			? `features: the set ${name} has one value a clip and none a frame (${hint} them). Leave out --frames.`
			: `features: the set ${name} has values of every frame. Add --frames.`,
	);
}

/** The set of this id, or all versions of this name, the newest first. */
function candidates(name: string): FeatureSet[] {
	return featureSets()
		.filter((set) => set.id === name || set.name === name)
		.sort((a, b) => b.version - a.version);
}
