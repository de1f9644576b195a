from communities.models.area import Area
from communities.models.consumer import Consumer
from communities.models.posting import Posting
from communities.models.session import Session
from communities.models.sign_in_try import SignInTry
from communities.models.staff import Staff
from communities.models.trail_event import TrailEvent

__all__ = ["Area", "Consumer", "Posting", "Session", "SignInTry", "Staff", "TrailEvent"]
