FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HUB_NO_VENV=1 DJANGO_SETTINGS_MODULE=config.settings
WORKDIR /srv/hub
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
RUN useradd --create-home hub && mkdir -p /var/lib/hub && chown hub /var/lib/hub
USER hub
EXPOSE 8000
