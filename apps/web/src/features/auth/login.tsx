import { Link } from "wouter";
import { api } from "../../lib/api-client.ts";
import { AuthForm } from "./auth-form.tsx";

/** Log in. */
export function Login() {
	return (
		<AuthForm
			title="Log in"
			action="Log in"
			submit={(form) => api.logIn(String(form.get("email")), String(form.get("password")))}
			below={
				<>
					No account yet? <Link href="/register">Register</Link>. Forgotten the password? Whoever runs this
					server sets a new one with <code>undertone reset-password</code>.
				</>
			}
		>
			<div className="field">
				<label htmlFor="email">E-mail</label>
				<input id="email" name="email" type="email" autoComplete="username" required />
			</div>
			<div className="field">
				<label htmlFor="password">Password</label>
				<input id="password" name="password" type="password" autoComplete="current-password" required />
			</div>
		</AuthForm>
	);
}
