import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { Model } from "@undertone/api";
import { readModelMetadata } from "@undertone/recognize";

/** The installed model. */
export interface InstalledModel {
	readonly path: string;
	/** Path of the model's card, or null. */
	readonly card: string | null;
	/** What the file says of itself, read anew when the file has changed; null where there is none that can be used. */
	describe(): Promise<Model | null>;
}

/**
 * @param path - Of the `.onnx` file; its card is the `.md` file beside it.
 * @param onDamaged - Told why a file that is there cannot be used.
 */
export function createInstalledModel(path: string, onDamaged: (error: unknown) => void): InstalledModel {
	const card = path.replace(/\.onnx$/, ".md");
	let known: { readonly time: number; readonly model: Model | null } | undefined;
	const findCard = (): string | null => (card !== path && existsSync(card) ? card : null);
	const read = async (size: number): Promise<Model | null> => {
		try {
			const data = readModelMetadata(new Uint8Array(await readFile(path)));
			const { name, task, sha256, labels, features, calibration, corpora } = data;
			const { protocol, metrics, licence, trained } = data;
			return {
				name,
				task,
				url: "/models/speech.onnx",
				card: findCard() === null ? null : "/models/speech.md",
				size,
				sha256,
				labels: [...labels],
				features: { id: features.id, sampleRate: features.sampleRate },
				calibration,
				corpora: [...corpora],
				protocol,
				metrics: { ...metrics },
				licence,
				trained,
			};
		} catch (error) {
			onDamaged(error);
			return null;
		}
	};
	return {
		path,
		get card() {
			return findCard();
		},
		describe: async () => {
			const file = await stat(path).catch(() => null);
			if (file === null) return null;
			if (known?.time !== file.mtimeMs) known = { time: file.mtimeMs, model: await read(file.size) };
			return known.model;
		},
	};
}
