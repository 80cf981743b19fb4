/** Options of verbs that open the server's data, by the variable that each stands for. */
const variables: Readonly<Record<string, string>> = {
	host: "UNDERTONE_HOST",
	port: "UNDERTONE_PORT",
	home: "UNDERTONE_HOME",
	model: "UNDERTONE_MODEL",
	"tls-cert": "UNDERTONE_TLS_CERT",
	"tls-key": "UNDERTONE_TLS_KEY",
};

/** The environment with the options that were given in place of their variables. */
export function serverEnvironment(
	options: Readonly<Record<string, unknown>>,
	environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
	const given = Object.entries(variables).flatMap(([option, variable]) => {
		const value = options[option];
		return typeof value === "string" ? [[variable, value] as const] : [];
	});
	return { ...environment, ...Object.fromEntries(given) };
}
