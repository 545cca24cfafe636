"""Signing in."""

from wtforms import PasswordField
from wtforms.validators import InputRequired

from consultation.forms.base import Form, ShortText


class SignInForm(Form):
    email = ShortText(
        "E-mail address",
        [InputRequired("Write the e-mail address of your account.")],
        render_kw={"type": "email", "autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Write your password.")],
        render_kw={"autocomplete": "current-password"},
    )


class SignOutForm(Form):
    """Only the token: signing out changes something, so it is never a link."""
