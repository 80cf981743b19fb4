import { z } from "zod";
import { purposeIds } from "./purposes.ts";

/** What a user may set. */
export const settingsSchema = z.object({
	/** Whether results enter the history. */
	saveHistory: z.boolean(),
	/** Days after which analyses and recordings are deleted; null keeps them. */
	retentionDays: z.number().int().min(1).max(3650).nullable(),
	/** Null until the user has chosen one. */
	purpose: z.enum(purposeIds).nullable(),
});

/** `PUT /api/v1/settings`: what is left out stays as it is. */
export const settingsPatchSchema = settingsSchema.partial();

const password = z.string().max(200);

/** `POST /api/auth/sign-up/email`. */
export const registerSchema = z.object({
	email: z.email().max(254),
	password,
	/** How the page greets; by default the part of the address before the @. */
	name: z.string().trim().min(1).max(100).optional(),
});

/** `POST /api/auth/sign-in/email`. */
export const loginSchema = z.object({ email: z.email().max(254), password });

/** `POST /api/auth/change-password`; other sessions end. */
export const changePasswordSchema = z.object({ currentPassword: password, newPassword: password });

/** `GET /api/auth/get-session`: null when nobody is logged in. */
export const sessionSchema = z
	.object({ user: z.object({ id: z.string(), email: z.string(), name: z.string() }) })
	.nullable();

/** `DELETE /api/v1/account`. */
export const deleteAccountSchema = z.object({ password });

/** How many analyses and recordings were deleted. */
export const deletedSchema = z.object({ analyses: z.number().int(), recordings: z.number().int() });

/** `GET /api/v1/account`. */
export const accountSchema = z.object({
	id: z.string(),
	email: z.string(),
	name: z.string(),
	createdAt: z.iso.datetime(),
	analyses: z.number().int(),
	recordings: z.number().int(),
	/** Bytes. */
	recordingBytes: z.number().int(),
});

/** A token for programs (WebSocket and API), as listed: the secret itself is shown once only. */
export const tokenSchema = z.object({
	id: z.uuid(),
	name: z.string(),
	createdAt: z.iso.datetime(),
	lastUsedAt: z.iso.datetime().nullable(),
});

export const newTokenSchema = z.object({ name: z.string().trim().min(1).max(100) });

/** A new token with its secret. */
export const createdTokenSchema = z.object({ ...tokenSchema.shape, token: z.string() });

export type Session = z.infer<typeof sessionSchema>;
export type Settings = z.infer<typeof settingsSchema>;
export type Account = z.infer<typeof accountSchema>;
export type Token = z.infer<typeof tokenSchema>;
export type CreatedToken = z.infer<typeof createdTokenSchema>;
