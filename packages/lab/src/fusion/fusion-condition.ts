import type { Variant } from "../augment/variant.ts";
import type { PictureFault } from "./degrade-picture.ts";

/** What is done to the two inputs of a pair. */
export interface FusionCondition {
	readonly name: string;
	/** How the clip is changed; null where nobody is heard. */
	readonly voice: Variant | null;
	/** What is wrong with the picture; null where nobody is seen. */
	readonly face: PictureFault | null;
}

/** Both inputs as they are. */
export const bothGood: FusionCondition = { name: "both good", voice: [], face: { kind: "none" } };
