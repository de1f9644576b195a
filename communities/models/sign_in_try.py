from django.db import models


class SignInTry(models.Model):
    """Wrong tries of one account from one source, counted in the database itself."""

    key = models.BinaryField(max_length=32, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        verbose_name = "sign-in try"

    def __str__(self) -> str:
        return str(self.tries)
