print("uklad")
