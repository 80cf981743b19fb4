/** What can be held in a slot. */
interface Closable {
	close(): void | Promise<void>;
}

/** A place for one open device. */
export interface DeviceSlot<D extends Closable> {
	/** The open device. */
	readonly held: D | undefined;
	/**
	 * Opens a device in the place of the one that is held.
	 *
	 * @returns Null where another opening or a release came meanwhile: what was opened is closed, and nobody's.
	 * @throws What `opener` throws, unless another opening or a release came meanwhile.
	 */
	open(opener: () => Promise<D>): Promise<D | null>;
	/** Closes what is held, and what is being opened as soon as it is there. */
	release(): Promise<void>;
}

/**
 * An empty slot. Of openings that overlap only the last keeps what it opened, so that no microphone or camera stays
 * open without an owner.
 */
export function createDeviceSlot<D extends Closable>(): DeviceSlot<D> {
	let held: D | undefined;
	let turn = 0;
	const release = async (): Promise<void> => {
		turn++;
		const before = held;
		held = undefined;
		await before?.close();
	};
	return {
		get held() {
			return held;
		},
		release,
		open: async (opener) => {
			const closing = release();
			const mine = turn;
			await closing;
			if (mine !== turn) return null;
			try {
				const opened = await opener();
				if (mine === turn) {
					held = opened;
					return opened;
				}
				await opened.close();
			} catch (error) {
				if (mine === turn) throw error;
			}
			return null;
		},
	};
}
