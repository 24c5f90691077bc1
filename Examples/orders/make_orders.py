import random
import sys

random.seed(1)
print("order,customer,product,quantity,price")
for order in range(int(sys.argv[1])):
    customer = random.randrange(20_000)
    product = f"product-{random.randrange(500)}"
    print(f"{order},{customer},{product},{random.randint(1, 9)},{random.uniform(1, 99):.2f}")
