"""Signing in."""

from wtforms import BooleanField, PasswordField
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
    shared = BooleanField(
        "This is a shared computer",
        description="Nothing you type is then kept in this browser.",
    )


class SignOutForm(Form):
    """Only the token: signing out changes something, so it is never a link."""
