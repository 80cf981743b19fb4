import { type FaceAnalysis, toFaceRecords } from "@undertone/recognize";

/** What was seen as JSON, shaped as the command line's. */
export function facesJson(
	file: string,
	frames: readonly { readonly time: number; readonly analysis: FaceAnalysis }[],
): string {
	const seen = frames.map(({ time, analysis }) => ({
		time: Number(time.toFixed(3)),
		width: analysis.width,
		height: analysis.height,
		reasons: analysis.reasons,
		faces: toFaceRecords(analysis),
	}));
	return `${JSON.stringify({ file, frames: seen }, null, "\t")}\n`;
}
