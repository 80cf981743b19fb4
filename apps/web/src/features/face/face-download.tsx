import { type FaceAnalysis, toFaceRecords } from "@undertone/recognize";

/** What was seen as JSON, shaped as the command line's. */
export function FaceDownload({
	name,
	content,
}: {
	readonly name: string;
	readonly content: () => {
		readonly frames: readonly { readonly time: number; readonly analysis: FaceAnalysis }[];
	};
}) {
	const download = (): void => {
		const frames = content().frames.map(({ time, analysis }) => ({
			time: Number(time.toFixed(3)),
			width: analysis.width,
			height: analysis.height,
			reasons: analysis.reasons,
			faces: toFaceRecords(analysis),
		}));
		const file = name.replace(/ \d+$/, "");
		const link = document.createElement("a");
		link.href = URL.createObjectURL(
			new Blob([`${JSON.stringify({ file, frames }, null, "\t")}\n`], { type: "application/json" }),
		);
		link.download = `${file.replace(/\.[^.]+$/, "")}.json`;
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
	};
	return (
		<div>
			<button type="button" className="button small" onClick={download}>
				Export JSON
			</button>
		</div>
	);
}
