"""Replies that teach: a question back, the idea that could lead astray, the rule with this case's numbers."""

from cptedu.learn.replies.reply import (
    Reply,
    is_plain,
    joy_over,
    likely_ideas,
    right_reply,
    wrong_reply,
)

__all__ = ["Reply", "is_plain", "joy_over", "likely_ideas", "right_reply", "wrong_reply"]
