from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("plan", "0004_rounds")]
    operations = []
