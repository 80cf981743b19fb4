import type { NeutralFace } from "@undertone/face";
import type { FaceAnalysis } from "@undertone/recognize";

/** What the face worker is told. */
export type ToFaceWorker =
	/** Looks at a picture, which is closed afterwards; `video` follows faces from frame to frame. */
	| {
			readonly type: "look";
			readonly id: number;
			readonly bitmap: ImageBitmap;
			readonly video: boolean;
			/** Also looks for small faces. */
			readonly thorough: boolean;
	  }
	/** Forgets the faces it followed. */
	| { readonly type: "reset" }
	/** Collects frames for a neutral face; an earlier beginning is forgotten. */
	| { readonly type: "enrol" }
	/** Makes the neutral face of what was collected. */
	| { readonly type: "enrolled" }
	| { readonly type: "neutral"; readonly neutral: NeutralFace | null }
	/** The bytes of `face_landmarker.task`, to be used from now on. */
	| { readonly type: "task"; readonly bytes: Uint8Array };

/** What it says. */
export type FromFaceWorker =
	| {
			readonly type: "ready";
			/** The model of expressions; null where none is installed. */
			readonly model: { readonly name: string; readonly threshold: number } | null;
			/** Why there is none. */
			readonly problem: string | null;
	  }
	| { readonly type: "failed"; readonly message: string }
	| {
			readonly type: "seen";
			readonly id: number;
			readonly analysis: FaceAnalysis;
			/** Milliseconds of work. */
			readonly ms: number;
	  }
	| { readonly type: "unseen"; readonly id: number; readonly message: string }
	/** Why the file cannot be used; null where it is in use now. */
	| { readonly type: "task"; readonly problem: string | null }
	| { readonly type: "neutral"; readonly neutral: NeutralFace | null };
