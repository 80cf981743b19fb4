import type { LabelledClips } from "../experiments/labelled-clips.ts";

/** Rows of clips, speaker by speaker. */
export function bySpeaker({ speakers }: Pick<LabelledClips, "speakers">, rows: Int32Array): number[][] {
	const groups = new Map<string, number[]>();
	for (const r of rows) {
		const speaker = speakers[r] as string;
		const group = groups.get(speaker);
		if (group === undefined) groups.set(speaker, [r]);
		else group.push(r);
	}
	return [...groups.values()];
}
