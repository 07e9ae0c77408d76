# Short names for .ci/do.py, for those who have make.
.PHONY: app check fast lock
app check fast lock:
	python3 .ci/do.py $@
