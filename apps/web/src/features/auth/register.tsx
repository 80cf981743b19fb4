import { Link } from "wouter";
import { api } from "../../lib/api-client.ts";
import { useConfig } from "../../lib/use-config.ts";
import { AuthForm } from "./auth-form.tsx";

/** Make an account. */
export function Register() {
	const config = useConfig();
	if (config?.registration === "closed") {
		return (
			<div className="page narrow">
				<h1>No new accounts</h1>
				<p>
					Whoever runs this server makes no new accounts. You can <Link href="/">try it without one</Link>, or{" "}
					<Link href="/login">log in</Link>.
				</p>
			</div>
		);
	}
	const shortest = config?.minPasswordLength ?? 10;
	return (
		<AuthForm
			title="Create an account"
			action="Create account"
			submit={(form) =>
				api.register(String(form.get("name")), String(form.get("email")), String(form.get("password")))
			}
			below={
				<>
					The account lives on this server only. It keeps your results, never your recordings unless you tick
					it. Already registered? <Link href="/login">Log in</Link>.
				</>
			}
		>
			<div className="field">
				<label htmlFor="name">Name</label>
				<input id="name" name="name" autoComplete="name" required maxLength={100} />
			</div>
			<div className="field">
				<label htmlFor="email">E-mail</label>
				<input id="email" name="email" type="email" autoComplete="username" required />
			</div>
			<div className="field">
				<label htmlFor="password">Password</label>
				<input
					id="password"
					name="password"
					type="password"
					autoComplete="new-password"
					minLength={shortest}
					maxLength={200}
					required
					aria-describedby="password-hint"
				/>
				<p className="hint" id="password-hint">
					At least {shortest} characters.
				</p>
			</div>
		</AuthForm>
	);
}
