from aws_cdk import Stack, aws_iot as iot

class Rules(Stack):
    pass
