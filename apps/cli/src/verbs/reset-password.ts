import { UndertoneError } from "@undertone/core";
import { readPassword } from "../server/read-password.ts";
import { serverEnvironment } from "../server/server-environment.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
	summary: "give a user of the studio a new password",
	usage: "reset-password EMAIL [--home DIR]",
	options: { home: { type: "string", value: "DIR", description: "the folder of accounts, as for serve" } },
	examples: [
		"undertone reset-password anna@example.org",
		"undertone reset-password anna@example.org < new-password.txt",
	],
	notes: [
		"The password is asked for, or read as the first line of standard input; it is never an argument, which others could see. The user's sessions end. The studio must not be running on the same folder.",
	],
	run: async ({ positionals, options, terminal, environment, stdin, stderr, signal }) => {
		const [email, ...rest] = positionals;
		if (email === undefined || rest.length > 0) {
			throw new UndertoneError(
				"usage",
				"reset-password: name one e-mail address. See undertone reset-password --help.",
			);
		}
		const { readConfiguration, resetPassword } = await import("@undertone/server");
		const config = readConfiguration(serverEnvironment(options, environment));
		const password = await readPassword(`New password for ${email}: `, stdin, stderr, signal);
		await resetPassword(config, email, password);
		terminal.print(`The password of ${email} is changed, and all sessions have ended.`);
		return 0;
	},
});
