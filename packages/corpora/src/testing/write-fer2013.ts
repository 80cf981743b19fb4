import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { type FacePicture, ferPlusVotes } from "../faces/read-fer2013.ts";

/** A picture to be stored; nobody voted on it where no votes are given. */
export type MadePicture = Pick<FacePicture, "usage" | "pixels"> & {
	/** An `Emotion`, or what is to be refused. */
	readonly emotion: string;
	readonly votes?: readonly number[];
};

const side = 48;
/** Pictures beside each other in a mosaic. */
const columns = 4;

/**
 * Writes made-up pictures as {@link readFer2013} finds them: `fer2013/labels.csv` and a mosaic a part, in `data`. For
 * tests.
 */
export async function writeFer2013(data: string, pictures: readonly MadePicture[]): Promise<void> {
	const folder = join(data, "fer2013");
	await mkdir(folder, { recursive: true });
	const lines = [["image", "column", "row", "usage", "index", "emotion", ...ferPlusVotes, "note"].join(",")];
	for (const usage of new Set(pictures.map((picture) => picture.usage))) {
		const part = pictures.filter((picture) => picture.usage === usage);
		const rows = Math.ceil(part.length / columns);
		const mosaic = new Uint8Array(rows * side * columns * side);
		for (const [i, { emotion, pixels, votes }] of part.entries()) {
			const [column, row] = [i % columns, Math.floor(i / columns)];
			for (let y = 0; y < side; y++) {
				const line = pixels.subarray(y * side, (y + 1) * side);
				mosaic.set(line, ((row * side + y) * columns + column) * side);
			}
			const counts = votes ?? ferPlusVotes.map(() => 0);
			lines.push([`${usage}-00`, column, row, usage, i, emotion, ...counts, ""].join(","));
		}
		await sharp(mosaic, { raw: { width: columns * side, height: rows * side, channels: 1 } })
			.png()
			.toFile(join(folder, `${usage}-00.png`));
	}
	await writeFile(join(folder, "labels.csv"), `${lines.join("\n")}\n`);
}
