import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { Model } from "@undertone/api";
import { readModelMetadata } from "@undertone/recognize";

/** The installed model. */
export interface InstalledModel {
	readonly path: string;
	/** Path of the model's card, or null. */
	readonly card: string | null;
	/** What the file says of itself, read anew when the file has changed; null where there is none. */
	describe(): Promise<Model | null>;
}

/** @param path - Of the `.onnx` file; its card is the `.md` file beside it. */
export function createInstalledModel(path: string): InstalledModel {
	const card = path.replace(/\.onnx$/, ".md");
	let known: { readonly time: number; readonly model: Model } | undefined;
	const findCard = (): string | null => (card !== path && existsSync(card) ? card : null);
	return {
		path,
		get card() {
			return findCard();
		},
		describe: async () => {
			const file = await stat(path).catch(() => null);
			if (file === null) return null;
			if (known?.time === file.mtimeMs) return known.model;
			const data = readModelMetadata(new Uint8Array(await readFile(path)));
			const { name, task, sha256, labels, features, calibration, corpora } = data;
			const { protocol, metrics, licence, trained } = data;
			const model: Model = {
				name,
				task,
				url: "/models/speech.onnx",
				card: findCard() === null ? null : "/models/speech.md",
				size: file.size,
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
			known = { time: file.mtimeMs, model };
			return model;
		},
	};
}
