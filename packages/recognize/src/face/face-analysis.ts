import type { Reason } from "@undertone/core";
import type { ActionUnits, Box, FaceQuality, HeadPose, Landmarks } from "@undertone/face";
import type { SourcePrediction } from "../fusion/source-prediction.ts";

/** What a recogniser says of one face. */
export interface AnalyzedFace extends SourcePrediction {
	/** The same for the same face from frame to frame; counted from 1. */
	readonly id: number;
	/** Forehead to chin, cheek to cheek; pixels. */
	readonly box: Box;
	/** How surely it is a face, in [0, 1]; of the expression see `confidence`. */
	readonly presence: number;
	readonly pose: HeadPose;
	/** Intensities in [0, 1]; from the person's neutral face where one was given. */
	readonly actionUnits: ActionUnits;
	/** The units that are there: "brows raised, lips parted"; empty where none is. */
	readonly words: string;
	readonly quality: FaceQuality;
	readonly landmarks: Landmarks;
}

/** What a recogniser says of a picture or a frame. */
export interface FaceAnalysis {
	/** Size of the picture, pixels. */
	readonly width: number;
	readonly height: number;
	/** From left to right. */
	readonly faces: readonly AnalyzedFace[];
	/** What was noticed of the picture as a whole: `no-face`, `several-faces`, `too-dark`. */
	readonly reasons: readonly Reason[];
	/** The model that named expressions; null without one. */
	readonly model: { readonly name: string; readonly sha256: string } | null;
	/** Names what the action units come from. */
	readonly actionUnitSource: string;
	/** Whether the action units are measured from a neutral face. */
	readonly neutral: boolean;
}
